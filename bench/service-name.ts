/** The names of the services that every program makes. */
export function serviceName(i: number): string {
  return `model-${String(i).padStart(5, '0')}`;
}
