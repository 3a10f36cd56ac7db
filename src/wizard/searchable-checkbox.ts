/** A list to pick several from, narrowed by typing, with one line of help for the item under the cursor. */
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
import type { Choice } from './asker.ts';
import type { Theme } from './look.ts';

interface Config {
  readonly message: string;
  readonly choices: readonly Choice<unknown>[];
  readonly default: readonly unknown[];
  readonly theme: Theme;
}

/** Matches in the name come before matches in the description. */
export function matching<T>(choices: readonly Choice<T>[], term: string): readonly Choice<T>[] {
  const words = term.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const named = choices.filter(({ name }) => has(name));
  return [...named, ...choices.filter((choice) => !named.includes(choice) && has(`${choice.name} ${choice.description ?? ''}`))];
}

const ask = createPrompt<readonly unknown[], Config>((config, done) => {
  const theme = makeTheme<object>(config.theme) as ReturnType<typeof makeTheme> & Theme;
  const [status, setStatus] = useState<'idle' | 'done'>('idle');
  const [term, setTerm] = useState('');
  const [active, setActive] = useState(0);
  const [picked, setPicked] = useState<readonly unknown[]>(config.default);
  const prefix = usePrefix({ status, theme });
  const found = matching(config.choices, term);
  const inOrder = config.choices.filter(({ value }) => picked.includes(value));

  useKeypress((key, rl) => {
    if (isEnterKey(key)) {
      setStatus('done');
      done(inOrder.map(({ value }) => value));
      return;
    }
    const restore = (): void => {
      rl.clearLine(0);
      rl.write(term);
    };
    if (isUpKey(key) || isDownKey(key)) {
      restore();
      if (found.length > 0) setActive((active + (isUpKey(key) ? found.length - 1 : 1)) % found.length);
    } else if (isSpaceKey(key) || isTabKey(key)) {
      restore();
      const choice = found[active];
      if (choice === undefined) return;
      setPicked(picked.includes(choice.value) ? picked.filter((value) => value !== choice.value) : [...picked, choice.value]);
    } else if (key.name === 'escape') {
      rl.clearLine(0);
      setTerm('');
      setActive(0);
    } else if (rl.line !== term) {
      setTerm(rl.line);
      setActive(0);
    }
  });

  const { style, icon } = theme;
  const page = usePagination({
    items: found,
    active: Math.min(active, Math.max(0, found.length - 1)),
    renderItem: ({ item, isActive }) => {
      const line = `${isActive ? icon.cursor : ' '} ${picked.includes(item.value) ? icon.checked : icon.unchecked} ${item.name}`;
      return isActive ? style.highlight(line) : line;
    },
    pageSize: 10,
    loop: false,
  });
  const message = `${prefix} ${style.message(config.message, status)}`;
  if (status === 'done') return `${message} ${style.answer(inOrder.map(({ name }) => name).join(', ') || 'none')}`;
  const count = picked.length === 0 ? '' : style.help(` (${picked.length} picked)`);
  const body = [
    found.length === 0 ? style.error(`Nothing matches "${term}"`) : page,
    ' ',
    found[active]?.description === undefined ? '' : style.description(found[active].description),
    style.keysHelpTip([
      ['↑↓', 'move'],
      ['space', 'pick'],
      ['type', 'search'],
      ['⏎', 'go on'],
    ]),
  ];
  return [`${message}${count} ${style.searchTerm(term)}`, body.filter(Boolean).join('\n')];
});

export const searchableCheckbox = ask as <T>(
  config: { readonly message: string; readonly choices: readonly Choice<T>[]; readonly default: readonly T[]; readonly theme: Theme },
  context: Parameters<typeof ask>[1],
) => Promise<readonly T[]>;
