import type { Command, ExitCode, Given, Context } from './command.ts'
import { UsageError, textOf } from './command.ts'

/** An option, as shells complete it. */
interface Flag {
  /** `--port`. */
  readonly name: string
  /** The name of its value, e.g. `number`; null for a switch. */
  readonly value: string | null
  readonly help: string
}

type Script = (commands: readonly Command[]) => readonly string[]

const SCRIPTS: Readonly<Record<string, Script>> = { bash, zsh, fish }

/** Prints the completion script of a shell. */
export function createCompletion(commands: readonly Command[]) {
  return (given: Given, context: Context): Promise<ExitCode> => {
    const shell = textOf(given.arguments[0])
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined
    if (script === undefined) {
      throw new UsageError(`expected ${Object.keys(SCRIPTS).join(', ')}, got "${shell}"`)
    }
    context.print(script(commands))
    return Promise.resolve(0)
  }
}

function flagsOf({ options }: Command): readonly Flag[] {
  const own = options.map(({ flags, help }) => {
    const [, name = '', value = null] = /(--[\w-]+)(?:\s+[<[]([^>\]]+))?/.exec(flags) ?? []
    return { name, value, help }
  })
  return [...own, { name: '--help', value: null, help: 'display help for command' }]
}

/** Everything but options is left to the file completion of bash. */
function bash(commands: readonly Command[]): readonly string[] {
  const names = commands.map(({ name }) => name)
  return [
    '_sidecast() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} words=',
    '  if [[ $COMP_CWORD -eq 1 ]]; then',
    `    words='${[...names, '--help', '--version'].join(' ')}'`,
    '  elif [[ $word == -* ]]; then',
    '    case ${COMP_WORDS[1]} in',
    ...commands.map(
      (command) =>
        `      ${command.name}) words='${flagsOf(command)
          .map(({ name }) => name)
          .join(' ')}' ;;`,
    ),
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -o bashdefault -o default -F _sidecast sidecast',
  ]
}

function zsh(commands: readonly Command[]): readonly string[] {
  return [
    '#compdef sidecast',
    '_sidecast() {',
    '  local -a commands=(',
    ...commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`),
    '  )',
    '  if (( CURRENT == 2 )); then',
    "    _describe 'command' commands",
    '    return',
    '  fi',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case $words[1] in',
    ...commands.map((command) => {
      const flags = flagsOf(command).map(({ name, value, help }) => {
        const described = `${name}[${help.replaceAll(/[[\]:]/g, String.raw`\$&`)}]`
        return quoted(value === null ? described : `${described}:${value}:_files`)
      })
      return `    ${command.name}) _arguments ${[...flags, "'*:file:_files'"].join(' ')} ;;`
    }),
    '  esac',
    '}',
    // The script is either sourced, or autoloaded from a folder of $fpath.
    'if [[ $funcstack[1] == _sidecast ]]; then _sidecast "$@"; else compdef _sidecast sidecast; fi',
  ]
}

function fish(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => [
    `complete -c sidecast -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(command.summary)}`,
    ...flagsOf(command).map(({ name, value, help }) =>
      [
        `complete -c sidecast -n '__fish_seen_subcommand_from ${command.name}'`,
        `-l ${name.slice(2)}`,
        ...(value === null ? [] : ['-r']),
        `-d ${quoted(help)}`,
      ].join(' '),
    ),
  ])
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
