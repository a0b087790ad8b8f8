/** The slope of the straight line that lies closest to these points; 0 of fewer than two. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const of = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / of
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / of
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
}
