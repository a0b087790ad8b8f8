/** The smallest of these that so many of a hundred do not exceed; 0 of nothing. */
export function percentile(values: readonly number[], of: number): number {
  const sorted = [...values].sort((x, y) => x - y)
  return sorted[Math.max(0, Math.ceil((sorted.length * of) / 100) - 1)] ?? 0
}

/** The three of them that people look at, for a comment of a test. */
export function spread(values: readonly number[]): string {
  const [half, most, all] = [50, 99, 100].map((of) => Math.round(percentile(values, of)))
  return `median ${half} ms, p99 ${most} ms, longest ${all} ms of ${values.length}`
}
