/** `irsa/audit.sh`: roles of pods of a whole account, by bash and the AWS CLI. */
import type { Plan } from '../../plan/plan.ts';
import type { FileSet } from '../file-set.ts';
import { printer } from '../printer.ts';
import { literal, SHEBANG } from '../script.ts';
import audit from '../../../templates/audit/audit.hbs';

const print = printer<{ readonly regions: string }>(audit);

export const emitAudit = ({ audit: planned }: Plan): FileSet =>
  planned === undefined
    ? []
    : [
        {
          path: 'irsa/audit.sh',
          content: `${SHEBANG}${print({ regions: planned.regions.map(literal).join(' ') })}`,
          comments: 'hash',
          executable: true,
        },
      ];
