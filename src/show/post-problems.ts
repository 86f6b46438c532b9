import type { FieldName } from '../posts/conventions.ts'
import type { Post } from '../posts/post.ts'
import { problem, type Problem } from '../base/problem.ts'
import type { RuleId } from '../base/rules.ts'
import type { SidecarFault } from './sidecars/sidecars.ts'

/** Reports a problem of a post. */
export type Report = (field: string, rule: RuleId, message: string) => void

/** Makes a function that reports problems of a post with their lines. */
export function reporter(post: Post, take: (problem: Problem) => void): Report {
  return (field, rule, message) =>
    take(problem(rule, { file: post.file, line: lineOf(post, field), field }, message))
}

/** A problem of a file beside a post: in that file, or where the post names it. */
export function sidecarProblem(
  post: Post,
  { file, line, field, rule, message }: SidecarFault,
): Problem {
  if (file !== null || field === null) return problem(rule, { file, line }, message)
  const key = keyOf(post, field)
  return problem(rule, { file: post.file, line: line ?? lineOf(post, key), field: key }, message)
}

/** The key under which a post has a field, as its author wrote it; the name of the field if the post does not have it. */
export function keyOf({ keys }: Pick<Post, 'keys'>, field: FieldName): string {
  return keys.get(field) ?? field
}

/** The line on which a post has a field. */
export function lineOfField(post: Pick<Post, 'keys' | 'lines'>, field: FieldName): number | null {
  return post.lines.get(keyOf(post, field)) ?? null
}

function lineOf(post: Post, field: string): number | null {
  return (
    post.lines.get(field) ?? post.audio.find((reference) => reference.field === field)?.line ?? null
  )
}
