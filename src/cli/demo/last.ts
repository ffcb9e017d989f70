/** How many merged pull requests of a repository happen again where nobody says how many. */
export const LAST = 20
