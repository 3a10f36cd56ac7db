/** A repository of a few files, surveyed. */
import { survey, type Survey } from '../../../src/repo/survey/survey.ts';
import type { Inventory, Role } from '../../../src/survey/inventory.ts';
import { spellWritten, type Written } from '../../../src/survey/written.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export const surveyed = (files: Readonly<Record<string, string>>): Promise<Survey> => survey(temporaryFolder(files));

export const inventoryOf = async (files: Readonly<Record<string, string>>): Promise<Inventory> => (await surveyed(files)).inventory;

export const spelled = (written: Written | undefined): string | undefined => (written === undefined ? undefined : spellWritten(written));

/** `operator key value` of every condition of a role's trust. */
export const conditionsOf = ({ trust }: Role): string[] =>
  trust.statements.flatMap(({ conditions }) =>
    conditions.flatMap(({ operator, key, values }) => values.map((value) => `${spelled(operator)} ${spelled(key)} ${spelled(value)}`)),
  );

export const subjectsOf = ({ subjects }: Role): (string | undefined)[] =>
  subjects.map(({ namespace, serviceAccount }) => `${spelled(namespace)}:${spelled(serviceAccount)}`);

/** `kind to` of all that leads away from a thing. */
export const edgesFrom = ({ edges }: Inventory, id: string): string[] =>
  edges.filter(({ from }) => from === id).map(({ kind, to, written }) => `${kind} ${to ?? `? ${spelled(written)}`}`);
