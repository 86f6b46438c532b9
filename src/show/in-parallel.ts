/** Works through a list with a bounded number of tasks at the same time; fails with the first failure. */
export async function inParallel<T>(
  tasks: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(tasks, items.length) }, worker))
}
