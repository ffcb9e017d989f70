import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gates } from '../src/gates/registry.ts'
import { writePublished } from './published-files.ts'
import { reasonsPage } from './reasons-page.ts'

/** `npm run write`: everything in the repository that is made from the code. */
const root = fileURLToPath(new URL('..', import.meta.url))
writePublished(root, gates)
writeFileSync(`${root}docs/reasons.md`, reasonsPage())
