import type { Gate } from '../model/gate.ts'
import { okr } from './okr/gate.ts'
import { spec } from './spec/gate.ts'

/** Every gate, in the order in which cards show them. */
export const gates: readonly Gate[] = [okr, spec]
