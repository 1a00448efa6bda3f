/** Until when an image in the trash is kept from being purged; `isOver`: that time has come. */
export interface TrashStatus {
  readonly isOver: boolean
  readonly at: number
}

/** What `rbd trash ls` says of an image, in UTC as it is asked: `protected until Fri Nov 27 21:42:36 2026`, `expired at …`; null: something else. Pure. */
export function trashStatus(said: string): TrashStatus | null {
  const match = /^(protected until|expired at) \w{3} (\w{3} +\d{1,2} \d{2}:\d{2}:\d{2} \d{4})$/.exec(said)
  const at = Date.parse(`${match?.[2]} UTC`)
  return Number.isNaN(at) ? null : { isOver: match?.[1] === 'expired at', at }
}
