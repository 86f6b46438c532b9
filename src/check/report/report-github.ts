import type { Finding } from '../rule.ts'

const COMMANDS = { error: 'error', warning: 'warning', advice: 'notice' } as const

/**
 * A finding as an annotation of GitHub Actions.
 *
 * @param folder The content folder from the root of the repository, with `/`.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function formatAnnotation(finding: Finding, folder: string): string {
  const { severity, file, line, field, url, message, rule, fix } = finding
  const properties = [
    ...(file === null ? [] : [`file=${escapeProperty(joined(folder, file))}`]),
    ...(line === null ? [] : [`line=${line}`]),
    `title=${escapeProperty(rule)}`,
  ]
  const place = [url, field].filter((part) => part !== null).join(' ')
  const text = `${place === '' ? '' : `${place}: `}${message}\n${fix}`
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(text)}`
}

function joined(folder: string, file: string): string {
  return folder === '' || folder === '.' ? file : `${folder.replace(/\/+$/, '')}/${file}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
