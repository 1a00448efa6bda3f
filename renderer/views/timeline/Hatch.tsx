/** The hatching of estimates; used by its name from any picture on the page. */
export function Hatch() {
  return (
    <defs>
      <pattern id="tl-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="tl-hatch-paper" width="5" height="5" />
        <rect className="tl-hatch-line" width="2" height="5" />
      </pattern>
    </defs>
  )
}
