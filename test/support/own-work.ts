/** Milliseconds that this process has worked since: on a busy machine the clock would count the work of others. */
export function ownWork(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  }
}
