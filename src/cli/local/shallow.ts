/** What to do about a clone whose history ends too early. */
export const SHALLOW = 'Run `git fetch --unshallow` (in GitHub Actions: check out with fetch-depth: 0)'
