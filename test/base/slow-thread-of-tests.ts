import { answerAsThread } from '../../src/base/threads.ts'
import { DEEDS } from './thread-of-tests.ts'

// As one with many modules: it computes for longer to get ready than its work may take.
const began = process.threadCpuUsage().user
for (let sum = 0; process.threadCpuUsage().user - began < 200_000;)
  for (let turn = 0; turn < 1e6; turn += 1) sum += turn

answerAsThread(import.meta.url, (deed) => DEEDS[String(deed)]?.())
