/** The scripts themselves, one function a shell. Pure. */
import { quote } from '../../plan/shell.ts';
import { commandWords, completions, type Completion, type FlagCompletion, type Offer, type shells } from './model.ts';

export const completionScript: Readonly<Record<(typeof shells)[number], () => string>> = { bash, zsh, fish };

const names = commandWords.map(({ name }) => name);
const spellings = ({ name, short }: FlagCompletion): readonly string[] => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
const flagWords = ({ flags }: Completion): string => flags.map(({ name }) => `--${name}`).join(' ');

/** `case` arms: what follows a flag that takes a value. */
const valueArms = (then: (offer: Offer) => string): readonly string[] =>
  completions.flatMap(({ command, flags }) =>
    flags.flatMap((flag) =>
      flag.value === undefined
        ? []
        : [
            `    ${spellings(flag)
              .map((name) => `${command}:${name}`)
              .join('|')}) ${then(flag.value)} ;;`,
          ],
    ),
  );

const wordArms = (then: (offer: Offer) => string): readonly string[] =>
  completions.map(({ command, word }) => `    ${command}) ${then(word)} ;;`);

function bash(): string {
  const set = (offer: Offer): string =>
    typeof offer === 'object'
      ? `${offer.many ? 'many=1 ' : ''}words=${quote(offer.words.join(' '))}`
      : offer === 'nothing'
        ? 'return'
        : `paths=${offer}`;
  return `# bash completion for create-irsa: eval "$(create-irsa completion bash)"
# For bash 3.2 too, as macOS has it.
_create_irsa() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command=create words='' paths='' many='' before='' word
  COMPREPLY=()
  # bash takes --flag=value apart
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD > 1)); then
    case \${COMP_WORDS[1]} in ${names.join('|')}) command=\${COMP_WORDS[1]} ;; esac
  fi
  case $command:$prev in
${valueArms(set).join('\n')}
    *)
      if [[ $cur == -* ]]; then
        case $command in
${completions.map((one) => `          ${one.command}) words=${quote(flagWords(one))} ;;`).join('\n')}
        esac
      else
        case $command in
${wordArms(set)
  .map((arm) => `      ${arm}`)
  .join('\n')}
        esac
        ((COMP_CWORD == 1)) && words=${quote(names.join(' '))}
      fi
      ;;
  esac
  if [[ -n $many && $cur == *,* ]]; then
    before=\${cur%,*},
    cur=\${cur##*,}
  fi
  while IFS= read -r word; do
    COMPREPLY+=("$before$word")
  done < <(
    [[ -n $words ]] && compgen -W "$words" -- "$cur"
    [[ $paths == folders ]] && compgen -d -- "$cur"
    [[ $paths == files ]] && compgen -f -- "$cur"
  )
  [[ -n $paths ]] && compopt -o filenames 2>/dev/null
  return 0
}
complete -F _create_irsa create-irsa
`;
}

/** \`name:what it does\` for _describe, in which a colon of the name needs a backslash. */
const described = (name: string, help: string): string => quote(`${name.replaceAll(':', '\\:')}:${help}`);

function zsh(): string {
  const offer = (what: Offer): string =>
    typeof what === 'object'
      ? `${what.many ? "compset -P '*,'; " : ''}compadd -- ${what.words.map(quote).join(' ')}`
      : { folders: '_files -/', files: '_files', nothing: ':' }[what];
  return `#compdef create-irsa
# zsh completion for create-irsa: source <(create-irsa completion zsh), or as _create-irsa in a folder of fpath
_create_irsa() {
  local command=create prev=\${words[CURRENT - 1]}
  local -a flags commands
  if ((CURRENT > 2)); then
    case \${words[2]} in ${names.join('|')}) command=\${words[2]} ;; esac
  fi
  if [[ $PREFIX == --*=* ]]; then
    prev=\${PREFIX%%=*}
    compset -P '*='
  fi
  case $command:$prev in
${valueArms((what) => `${offer(what)}; return`).join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    case $command in
${completions
  .map(({ command, flags }) => `    ${command}) flags=(${flags.map(({ name, help }) => described(`--${name}`, help)).join(' ')}) ;;`)
  .join('\n')}
    esac
    _describe flag flags
    return
  fi
  if ((CURRENT == 2)); then
    commands=(${commandWords.map(({ name, help }) => described(name, help)).join(' ')})
    _describe command commands
  fi
  case $command in
${wordArms(offer).join('\n')}
  esac
}
if [[ \${funcstack[1]} == _create-irsa ]]; then
  _create_irsa "$@"
else
  compdef _create_irsa create-irsa
fi
`;
}

function fish(): string {
  const given = (offer: Offer): string =>
    typeof offer === 'object'
      ? ` -x -a ${quote(offer.many ? `(__create_irsa_list ${offer.words.join(' ')})` : offer.words.join(' '))}`
      : { folders: " -x -a '(__fish_complete_directories)'", files: ' -r', nothing: ' -x' }[offer];
  const lines = completions.flatMap(({ command, word, flags }) => {
    const here = `complete -c create-irsa -n '__create_irsa_runs ${command}'`;
    const words = typeof word === 'object' ? `${here} -a ${quote(word.words.join(' '))}` : undefined;
    const paths = word === 'files' ? `${here} -F` : word === 'folders' ? `${here} -a '(__fish_complete_directories)'` : undefined;
    return [
      words ?? paths ?? '',
      ...flags.map(
        ({ name, short, help, value }) =>
          `${here} -l ${name}${short === undefined ? '' : ` -s ${short}`}${value === undefined ? '' : given(value)} -d ${quote(help)}`,
      ),
    ].filter(Boolean);
  });
  return `# fish completion for create-irsa: create-irsa completion fish | source
function __create_irsa_runs
    set -l words (commandline -opc)
    set -l command create
    contains -- "$words[2]" ${names.join(' ')}; and set command $words[2]
    test $command = $argv[1]
end
function __create_irsa_begins
    test (count (commandline -opc)) -eq 1
end
function __create_irsa_list
    set -l before (commandline -ct | string replace -rf '^(?:--[^=]*=)?(.*,).*' '$1')
    printf '%s\\n' "$before"$argv
end
complete -c create-irsa -f
${commandWords.map(({ name, help }) => `complete -c create-irsa -n __create_irsa_begins -a ${name} -d ${quote(help)}`).join('\n')}
${lines.join('\n')}
`;
}
