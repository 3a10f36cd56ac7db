/**
 * The order of test files. Where Jest does not know yet how long they take, it goes by their size, which says nothing
 * of those that wait for other programs: one of them that begins last leaves all processors idle but its own.
 */
import Sequencer from '@jest/test-sequencer';

export default class SlowLevelsFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted;
    const isSlow = ({ context }) => context.config.displayName?.name !== 'unit';
    return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
  }
}
