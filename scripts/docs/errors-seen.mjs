/** The messages that `create-irsa doctor --error` recognises → docs/errors-seen.md. */
import { code, fence, page, table } from './markdown.mjs';

export const errorsSeenPage = ({ seenErrors }) =>
  page(
    'Errors as they are seen',
    `What stands in the log of a pod, or of Terraform, what it means and what to check first. ${code("create-irsa doctor --error '<message>'")} finds the entry for you, from the whole message or a part of it, and asks nobody; it exits 1 if it knows the message. Each message is as somebody has pasted it into the issue that it links to.`,
    Object.entries(seenErrors).map(([group, errors]) =>
      [
        `## ${group}`,
        table(
          ['code', 'what it means'],
          errors.map(({ code: id, means }) => [`[${code(id)}](#${id})`, means]),
        ),
        ...errors.map(entry),
      ].join('\n\n'),
    ),
  );

function entry({ code: id, means, first, fix, commands = [], link, seen }) {
  return [
    `### ${id}`,
    ...seen.map(({ text, where }) =>
      [fence('text', text.replaceAll(/\\n(?:\\t)?/g, '\n')), `Seen in [${nameOf(where)}](${where}).`].join('\n\n'),
    ),
    means,
    `Check first:\n\n${first.map((check, i) => `${i + 1}. ${check}`).join('\n')}`,
    fix,
    ...(commands.length === 0 ? [] : [fence('sh', commands.join('\n'))]),
    `[More on it](${link}).`,
  ].join('\n\n');
}

/** `owner/repository#1`, or whose page it is. */
function nameOf(where) {
  const [, repository, number] = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/(?:issues|pull)\/(\d+)/.exec(where) ?? [];
  return repository === undefined ? new URL(where).hostname : `${repository}#${number}`;
}
