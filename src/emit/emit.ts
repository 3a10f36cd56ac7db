/** Plan → every file that is to be written. */
import type { Plan } from '../plan/plan.ts';
import { emitChosen } from './chosen.ts';
import type { FileSet } from './file-set.ts';
import { emitUsual, type EmitOptions } from './usual.ts';

export type { EmitOptions };

export const emit = (plan: Plan, options: EmitOptions = {}): FileSet => [...emitUsual(plan, options), ...emitChosen(plan)];
