/** A time as Prometheus writes it, in the largest unit that keeps it whole: `90s`, `30m`, `2h`. */
export function promTime(seconds: number): string {
  const [size, unit] = ([[86400, 'd'], [3600, 'h'], [60, 'm']] as const).find(([amount]) => seconds >= amount && seconds % amount === 0) ?? [1, 's'];
  return `${seconds / size}${unit}`;
}

/**
 * A metric's series with these labels; a label that is not known is not asked for. A value is written as Go quotes a text, of which JSON's is a part.
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function series(metric: string, labels: { readonly [name: string]: string | undefined }): string {
  const matchers = Object.entries(labels).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${matchers.join(',')}}`;
}

/** Series of several metrics, by a regular expression of their names. */
export function seriesOfAny(names: string, labels: { readonly [name: string]: string | undefined }): string {
  return series('', labels).replace('{', `{__name__=~${JSON.stringify(names)},`).replace(',}', '}');
}

/**
 * A text in which Prometheus finds no template of its own: labels and annotations of alerts are templates.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 */
export function literal(text: string): string {
  return text.replace(/\{\{/g, '{{ "{{" }}');
}
