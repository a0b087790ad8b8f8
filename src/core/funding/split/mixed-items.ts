interface Item {
  readonly id: string
}

/** Two lists of lines or adjustments, in the order of one of them. */
export interface TwoLists<Each extends Item> {
  readonly before: readonly Each[]
  readonly after: readonly Each[]
  /** Whether the order of what both have is that of the second. */
  readonly isNewOrder: boolean
}

/** Every item of a mixed run in order: as one of the two lists has it, and whether it is there at all. */
export function mixedItems<Each extends Item>(
  lists: TwoLists<Each>,
  isNew: (id: string) => boolean,
): { readonly item: Each; readonly isPresent: boolean }[] {
  const [old, recent] = [lists.before, lists.after].map(
    (list) => new Map(list.map((item) => [item.id, item])),
  )
  return mergedOrder(lists).flatMap((id) => {
    const present = (isNew(id) ? recent : old)?.get(id)
    const item = present ?? old?.get(id) ?? recent?.get(id)
    return item === undefined ? [] : [{ item, isPresent: present !== undefined }]
  })
}

/** The ids of both lists: one list's order, with what only the other has after what it follows there. */
function mergedOrder({ before, after, isNewOrder }: TwoLists<Item>): string[] {
  const [first, second] = isNewOrder ? [after, before] : [before, after]
  const order = first.map(({ id }) => id)
  for (const [i, { id }] of second.entries()) {
    if (order.includes(id)) continue
    const followed = second.slice(0, i).findLast((each) => order.includes(each.id))
    order.splice(followed === undefined ? 0 : order.indexOf(followed.id) + 1, 0, id)
  }
  return order
}
