/**
 * The bytes of the header of an export of format 2 (FORMATS §5): each record a tag, the le64 length of its body, the body.
 *
 * | tag | body | | tag | body |
 * |---|---|---|---|---|
 * | `O` 0x4f | le64 order | | `C` 0x43 | le64 stripe count |
 * | `T` 0x54 | le64 feature bits | | `M` 0x4d | string key, string value |
 * | `U` 0x55 | le64 stripe unit | | `E` 0x45 | no length, no body: the end of the header |
 */
export const TAG_ORDER = 0x4f
export const TAG_FEATURES = 0x54
export const TAG_STRIPE_UNIT = 0x55
export const TAG_STRIPE_COUNT = 0x43
export const TAG_META = 0x4d
export const TAG_HEADER_END = 0x45

/** No key of the image's metadata is longer. */
export const META_KEY_MAX_BYTES = 4096
/** No value of the image's metadata is longer. */
export const META_VALUE_MAX_BYTES = 1024 * 1024
/** No more is held of one stream's metadata, nor of its snapshots' names. */
export const HELD_MAX_BYTES = 64 * 1024 * 1024
/** No stream has more diffs: each costs memory, however few its bytes. */
export const DIFFS_MAX = 65_536
