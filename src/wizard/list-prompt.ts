/**
 * A list to choose one or several from: under headings, narrowed by typing, with one line of help for the
 * choice under the cursor. What is typed may also be an answer of its own.
 */
import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isTabKey,
  isUpKey,
  makeTheme,
  useKeypress,
  usePagination,
  usePrefix,
  useState,
} from '@inquirer/core';
import { sameAnswer, type Choice, type Typed } from './asker.ts';
import { byGroup, matching, rowsOf } from './choices.ts';
import type { Theme } from './look.ts';

export interface ListConfig<T> {
  readonly message: string;
  readonly hint?: string;
  readonly choices: readonly Choice<T>[];
  readonly default: readonly T[];
  /** Enter takes the choice under the cursor, and nothing is picked. */
  readonly single: boolean;
  readonly typed?: Typed<T>;
  readonly check?: (picked: readonly T[]) => string | undefined;
  readonly onBack: () => void;
  readonly theme: Theme;
  /** Columns and lines that may be used. */
  readonly width: number;
  readonly pageSize: number;
}

const ask = createPrompt<readonly unknown[], ListConfig<unknown>>((config, done) => {
  const theme = makeTheme<object>(config.theme) as ReturnType<typeof makeTheme> & Theme;
  const { single, typed } = config;
  const choices = byGroup(config.choices);
  const [term, setTerm] = useState('');
  const [picked, setPicked] = useState<readonly unknown[]>(single ? [] : config.default);
  /** Space was pressed in this search, so Enter has nothing left to pick. */
  const [toggled, setToggled] = useState(false);
  const [complaint, setComplaint] = useState<string>();
  const prefix = usePrefix({ status: 'idle', theme });

  // What was typed before stands in the list like everything else.
  const others = (single ? config.default : picked).filter((value) => !choices.some((choice) => sameAnswer(choice.value, value)));
  const all = [...choices, ...others.map((value): Choice<unknown> => ({ value, name: typed?.write(value) ?? '', group: 'Typed' }))];
  const [active, setActive] = useState(() => Math.max(0, single ? all.findIndex(({ value }) => sameAnswer(value, config.default[0])) : 0));
  const found = matching(all, term);
  const read = term === '' || typed === undefined ? [] : typed.read(term.trim());
  const fresh = typeof read === 'string' ? [] : read.filter((value) => !all.some((choice) => sameAnswer(choice.value, value)));
  const asTyped: readonly Choice<unknown>[] = fresh.map((value) => ({ value, name: typed?.write(value) ?? '', note: 'as typed' }));
  const offered = [...found, ...asTyped];
  const current = Math.min(active, Math.max(0, offered.length - 1));
  const isPicked = (value: unknown): boolean => picked.some((one) => sameAnswer(one, value));

  useKeypress((key, rl) => {
    const setLine = (text: string): void => {
      rl.clearLine(0);
      rl.write(text);
      setTerm(text);
    };
    const finish = (values: readonly unknown[]): void => {
      const refusal = config.check?.(values);
      if (refusal === undefined) done(values);
      else setComplaint(refusal);
    };
    const choice = offered[current];
    setComplaint(undefined);

    if (key.name === 'tab' && key.shift) config.onBack();
    else if (key.name === 'escape') {
      if (term === '') config.onBack();
      setLine('');
      setActive(0);
    } else if (isEnterKey(key)) {
      rl.write(term);
      if (choice === undefined) setComplaint(typeof read === 'string' ? read : undefined);
      else if (single) finish([choice.value]);
      else if (term !== '' && !toggled && !isPicked(choice.value)) {
        // Who types and presses Enter wants what stands there; all that was typed at once is one answer.
        setPicked([...picked, ...(asTyped.includes(choice) ? fresh : [choice.value])]);
        setLine('');
        setActive(Math.max(0, all.indexOf(choice)));
      } else finish(all.filter(({ value }) => isPicked(value)).map(({ value }) => value));
    } else if (isUpKey(key) || isDownKey(key)) {
      setLine(term);
      if (offered.length > 0) setActive((current + (isUpKey(key) ? offered.length - 1 : 1)) % offered.length);
    } else if (!single && choice !== undefined && (isTabKey(key) || (isSpaceKey(key) && !term.endsWith(',')))) {
      setLine(term);
      setToggled(true);
      setPicked(isPicked(choice.value) ? picked.filter((value) => !sameAnswer(value, choice.value)) : [...picked, choice.value]);
    } else if (rl.line !== term) {
      setTerm(rl.line);
      setActive(0);
      setToggled(false);
    }
  });

  const { style, icon } = theme;
  const fits = (name: string, note: string): boolean => name.length + note.length <= config.width - (single ? 4 : 8);
  // What was searched for has an order of its own.
  const rows = term === '' ? rowsOf(offered) : offered.map((choice) => ({ choice }));
  const page = usePagination({
    items: rows,
    active: Math.max(
      0,
      rows.findIndex((row) => 'choice' in row && row.choice === offered[current]),
    ),
    renderItem: ({ item, isActive }) => {
      if ('heading' in item) return style.help(item.heading);
      const { value, name, note } = item.choice;
      const box = single ? '' : `${isPicked(value) ? icon.checked : icon.unchecked} `;
      const line = `${isActive ? icon.cursor : ' '} ${box}${name}`;
      const beside = note !== undefined && fits(name, note) ? `  ${style.help(note)}` : '';
      return `${isActive ? style.highlight(line) : line}${beside}`;
    },
    pageSize: config.pageSize,
    loop: false,
  });
  const count = single || picked.length === 0 ? '' : ` (${picked.length} picked)`;
  const { name = '', note = '', description = '' } = offered[current] ?? {};
  const help = [fits(name, note) ? '' : note, description].filter(Boolean).join(': ');
  const hint = [config.hint, typed && `Type to search, or to add ${typed.what}.`].filter(Boolean).join(' ');
  const body = [
    hint === '' ? '' : style.hint(hint),
    offered.length === 0 ? style.help(`Nothing in the list matches "${term}".`) : page,
    ' ',
    help === '' ? '' : style.description(help),
    complaint === undefined ? '' : style.error(complaint),
    style.keysHelpTip([
      ['↑↓', 'move'],
      ...(single ? [] : ([['space', 'pick']] as [string, string][])),
      ['type', typed === undefined ? 'to search' : 'to search or add'],
      ['⏎', single ? 'choose' : 'go on'],
    ]),
  ];
  // What is typed stands at the end, where the cursor is.
  return [`${prefix} ${style.message(`${config.message}${count}`)} ${style.searchTerm(term)}`, body.filter(Boolean).join('\n')];
});

export const listPrompt = ask as <T>(config: ListConfig<T>, context: Parameters<typeof ask>[1]) => Promise<readonly T[]>;
