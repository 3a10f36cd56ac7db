/** What the YAML parser found, in words for people who do not know how it works. */
import type { YAMLParseError } from 'yaml';
import type { Complaint } from './rules/rule.ts';

type Code = YAMLParseError['code'];

const colon = 'There may be a colon with a space missing, or a text with a colon that needs quotes.';

const explained: Readonly<Partial<Record<Code, Complaint>>> = {
  TAB_AS_INDENT: { message: 'A tab indents this line, and YAML is indented with spaces.', fix: 'Replace the tab by spaces.' },
  BAD_INDENT: {
    message: 'This line is not indented as its neighbours are, or a bracket before it is not closed.',
    fix: 'Indent keys of one map alike, and close every [ and {.',
  },
  BAD_SCALAR_START: { message: 'Text cannot begin with this character unless it is quoted.', fix: 'Put the value in quotes.' },
  BAD_DQ_ESCAPE: { message: 'This escape is not known in double quotes.', fix: 'Use single quotes, in which a backslash is a backslash.' },
  BAD_ALIAS: { message: '* begins an alias here, and specs have none.', fix: 'Put the value in quotes: "*".' },
  ALIAS_PROPS: { message: '* begins an alias here, and specs have none.', fix: 'Put the value in quotes: "*".' },
  MULTIPLE_ANCHORS: { message: '& begins an anchor here, and specs have none.', fix: 'Remove it, or quote the value.' },
  MULTIPLE_TAGS: { message: '! begins a tag here, and specs have none.', fix: 'Remove it, or quote the value.' },
  TAG_RESOLVE_FAILED: { message: '! begins a tag here, and specs have none.', fix: 'Remove it, or quote the value.' },
  BAD_COLLECTION_TYPE: { message: '! begins a tag here, and specs have none.', fix: 'Remove it, or quote the value.' },
  BAD_PROP_ORDER: { message: 'An anchor or tag begins here, and specs have none.', fix: 'Remove it.' },
  BAD_DIRECTIVE: { message: 'A line that begins with % is a directive, and specs have none.', fix: 'Remove the line.' },
  BLOCK_AS_IMPLICIT_KEY: { message: 'A map or list begins in the middle of this line.', fix: `Begin it on a new line. ${colon}` },
  BLOCK_IN_FLOW: { message: 'Indented lines cannot stand inside brackets.', fix: 'Write it on one line, or without brackets.' },
  KEY_OVER_1024_CHARS: { message: 'This key is longer than 1024 characters.', fix: colon },
  MISSING_CHAR: { message: 'Something is missing here, such as a colon, comma, quote or bracket.', fix: colon },
  MULTILINE_IMPLICIT_KEY: { message: 'This text runs over several lines without being a key or a value.', fix: colon },
  UNEXPECTED_TOKEN: { message: 'This does not fit here.', fix: 'Check the brackets, commas and quotes before it.' },
};

/** The message says more where the parser names the missing character. */
export function explainYamlError({ code, message }: YAMLParseError): Complaint {
  const quote = /^Missing closing (["'])quote/.exec(message);
  if (quote) return { message: `A text that begins with ${quote[1]} is never closed.`, fix: `Add the closing ${quote[1]}.` };
  return explained[code] ?? { message: 'This is not valid YAML.', fix: 'Check the brackets, commas, quotes and indents before it.' };
}
