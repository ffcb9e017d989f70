export type Ink = 'red' | 'green' | 'yellow'
const INKS: Readonly<Record<Ink, string>> = { red: '31', green: '32', yellow: '33' }

/** Text in a colour, where colour is wanted (https://no-color.org). */
export function paint(text: string, ink: Ink, isWanted: boolean): string {
  return isWanted ? `\u001b[${INKS[ink]}m${text}\u001b[0m` : text
}
