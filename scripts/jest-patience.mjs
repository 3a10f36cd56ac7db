/** Slow levels run other programs, which take as long as a busy machine lets them. */
import { jest } from '@jest/globals';

jest.setTimeout(600_000);
