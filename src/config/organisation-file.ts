import type { Path } from '../model/path.ts'

/** Where an organisation keeps the settings of all its repositories: in the first of these that the App can see, at its top. */
export const HOLDERS: readonly string[] = ['.github-private', '.github']
export const ORGANISATION_FILE: Path = 'maestro.yml'

/** Whether a repository is where its organisation keeps settings. */
export function isHolder({ fullName }: { readonly fullName: string }): boolean {
  return HOLDERS.some((name) => fullName.endsWith(`/${name}`))
}
