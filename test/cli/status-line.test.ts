import { describe, expect, test } from '@jest/globals';
import { statusLine } from '../../src/cli/status-line.ts';

function screen({ isLive = true, columns = 60 } = {}) {
  let [written, clock] = ['', 0];
  const show = statusLine({ isLive, write: (text) => void (written += text), columns: () => columns, now: () => clock });
  return { show: (ms: number, text?: string) => ((clock = ms), show(text)), written: () => written.replaceAll('\r\u001B[K', '|') };
}

describe('the line that says how far a run is', () => {
  test('comes after a moment, is overwritten now and then, and is gone at the end', () => {
    const { show, written } = screen();
    show(0, '1/9 a');
    show(300, '2/9 b');
    show(310, '3/9 c');
    show(400, '4/9 d');
    show(401);
    expect(written()).toBe('|2/9 b|4/9 d|');
  });

  test('never comes where nobody looks, nor in a run that is over soon', () => {
    const unseen = screen({ isLive: false });
    unseen.show(900, '1/2 a');
    unseen.show(901);
    const short = screen();
    short.show(10, '1/2 a');
    short.show(20);
    expect([unseen.written(), short.written()]).toEqual(['', '']);
  });

  test('keeps within a narrow terminal, and keeps the end of a path', () => {
    const { show, written } = screen({ columns: 30 });
    show(500, '12/100 environments/production/clusters/blue/irsa.yaml');
    expect(written()).toBe('|12/100 ...ters/blue/irsa.yaml');
    const tiny = screen({ columns: 9 });
    tiny.show(500, '12/100 clusters/blue/irsa.yaml');
    expect(tiny.written()).toBe('|12/100');
  });
});
