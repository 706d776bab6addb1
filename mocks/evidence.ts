/**
 * How a rule of the mock is known.
 * `recorded`: the answer of a real device was published verbatim. `documented`: F5 says so.
 * `tested`: a third party's test that ran against real devices, or code shipped by F5, depends on it.
 * `guess`: nothing was found; one call on a real device would settle it.
 */
export type Evidence = 'recorded' | 'documented' | 'tested' | 'guess';
