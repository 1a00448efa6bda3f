/** Which contract this is: both sides say it first, and do not talk to one that says another. */
export const CONTRACT_VERSION = 2
