/** A line that says how far a long run is, overwritten as it goes on and gone when it ends. */

export interface Screen {
  /** Somebody sees it, and it takes cursor movements. */
  readonly isLive: boolean;
  readonly write: (text: string) => void;
  readonly columns: () => number;
  /** Milliseconds, from anywhere. */
  readonly now: () => number;
}

/** Runs shorter than that need no line. */
const PATIENCE = 250;
const EVERY = 80;
const CLEAR = '\r\u001B[K';

/** @returns shows a text, at most every now and then; without one the line is cleared */
export function statusLine({ isLive, write, columns, now }: Screen): (text?: string) => void {
  // Node's clock takes a millisecond to load, and a log needs no line.
  if (!isLive) return () => undefined;
  let shown = false;
  let next = now() + PATIENCE;
  return (text) => {
    if (text === undefined) {
      if (shown) write(CLEAR);
      shown = false;
    } else if (now() >= next) {
      next = now() + EVERY;
      shown = true;
      write(CLEAR + cut(text, columns() - 1));
    }
  };
}

/** The end of a path says more than its beginning. */
const cut = (text: string, width: number): string => {
  if (text.length <= width) return text;
  const [count = '', ...rest] = text.split(' ');
  const room = width - count.length - 4;
  return room < 8 ? count.slice(0, Math.max(0, width)) : `${count} ...${rest.join(' ').slice(-room)}`;
};
