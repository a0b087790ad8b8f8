/**
 * The average, over all orders in which players can come, of what each adds: by going through the orders one by one,
 * in whole cents. The result is over the number of orders, which comes with it.
 */
export function averageOverOrders<Player>(
  players: readonly Player[],
  cents: (present: readonly Player[]) => bigint,
): { readonly added: ReadonlyMap<Player, bigint>; readonly orders: bigint } {
  const added = new Map<Player, bigint>()
  const orders = ordersOf(players)
  for (const order of orders) {
    for (const [i, player] of order.entries()) {
      // Sets are asked for in one order, so that whoever remembers them finds them again.
      const before = players.filter((each) => order.slice(0, i).includes(each))
      const after = players.filter((each) => order.slice(0, i + 1).includes(each))
      added.set(player, (added.get(player) ?? 0n) + cents(after) - cents(before))
    }
  }
  return { added, orders: BigInt(orders.length) }
}

function ordersOf<Player>(players: readonly Player[]): Player[][] {
  if (players.length === 0) return [[]]
  return players.flatMap((first) =>
    ordersOf(players.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  )
}
