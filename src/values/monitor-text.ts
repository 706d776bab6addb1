/** What a monitor sends and expects. BIG-IP keeps line ends and tabs in it as escapes, `\r\n` in four characters. */
export function escaped(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
