/** The mark: an increment's arc between two points. */
export function Logo() {
  return (
    <svg className="logo" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path className="logo-arc" d="M4 11 C4 3, 16 3, 16 11" />
      <rect className="logo-full" x="1" y="11.5" width="6.5" height="6.5" rx="1.2" />
      <circle className="logo-point" cx="15.5" cy="14.8" r="2.6" />
    </svg>
  )
}
