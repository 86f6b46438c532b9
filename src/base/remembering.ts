/** How many answers are remembered. */
const MOST = 256

/**
 * Remembers the answers to questions that many clients ask alike, such as what an address or a header
 * means. Hostile ones can ask anything, so all is forgotten when it gets too much.
 */
export function remembering<Question, Answer>(
  find: (question: Question) => Answer,
): (question: Question) => Answer {
  const known = new Map<Question, Answer>()
  return (question) => {
    const before = known.get(question)
    if (before !== undefined) return before
    const answer = find(question)
    if (known.size >= MOST) known.clear()
    known.set(question, answer)
    return answer
  }
}
