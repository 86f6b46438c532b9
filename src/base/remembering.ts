/**
 * Remembers the answers to questions that many clients ask alike, such as what an address or a header
 * means. Hostile ones can ask anything, so all is forgotten when it gets too much.
 *
 * @param most How many answers are remembered.
 */
export function remembering<Question, Answer>(
  find: (question: Question) => Answer,
  most = 256,
): (question: Question) => Answer {
  const known = new Map<Question, Answer>()
  return (question) => {
    const before = known.get(question)
    if (before !== undefined) return before
    const answer = find(question)
    if (known.size >= most) known.clear()
    known.set(question, answer)
    return answer
  }
}
