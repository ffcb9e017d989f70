export { expandedSize } from '../model/glob.ts'
