const UNITS = [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB', ' EiB'] as const

/**
 * A size as `rbd` prints it in its tables (FORMATS §8.2): `12 MiB` for whole multiples, else the most precise of 2, 1 and 0
 * decimals that keeps the text within 7 characters (`1.2 KiB`).
 */
export function formatRbdSize(bytes: number): string {
  let step = 0
  while (step < UNITS.length - 1 && bytes >= 1024 ** (step + 1)) step++
  const unit = UNITS[step] ?? ''
  const value = bytes / 1024 ** step
  if (Number.isInteger(value)) return value + unit
  const texts = [2, 1, 0].map((decimals) => toFixedEven(value, decimals) + unit)
  return texts.find((text) => text.length <= 7) ?? texts[2] ?? ''
}

/** As C's `printf` rounds: exactly half goes to the even digit (1.25 to 1.2), where `toFixed` goes up. */
function toFixedEven(value: number, decimals: number): string {
  // No size has a step finer than 2^-60 in its unit, which is above what 20 digits leave out.
  const [before = '', after = ''] = value.toFixed(20).split('.')
  const isHalf = /^50*$/.test(after.slice(decimals))
  const kept = decimals === 0 ? before : `${before}.${after.slice(0, decimals)}`
  return isHalf && /[02468]$/.test(kept) ? kept : value.toFixed(decimals)
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** A time as `rbd` prints it: local time without a zone, `Mon Nov 23 04:27:00 2026`; a day of one digit has a blank before it. */
export function formatRbdTime(time: number): string {
  const date = new Date(time)
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'))
  const day = String(date.getDate()).padStart(2)
  return `${DAYS[date.getDay()]} ${MONTHS[date.getMonth()]} ${day} ${clock.join(':')} ${date.getFullYear()}`
}

/** JSON as `rbd` prints it: one line, or indented by four with `--pretty-format`; a line break at the end. */
export function formatRbdJson(value: unknown, isPretty: boolean): string {
  return `${isPretty ? JSON.stringify(value, null, 4) : JSON.stringify(value)}\n`
}
