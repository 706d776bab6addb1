/** Every type of persistence profile, in the order in which a name is looked up. */
export const persistenceTypes: readonly string[] = [
  'source-addr',
  'cookie',
  'dest-addr',
  'hash',
  'host',
  'msrdp',
  'sip',
  'ssl',
  'universal',
].map((type) => `ltm/persistence/${type}`);
