/** Keys as they stand on their caps. */
export function Kbd({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="kbd-row">
      {keys.map((key) => (
        <kbd key={key} className="kbd">
          {key}
        </kbd>
      ))}
    </span>
  )
}
