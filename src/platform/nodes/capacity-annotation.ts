import { Capacity } from './capacity';
import { CAPACITY_ANNOTATION, GUARANTEED } from '../../capacity/guaranteed';

/** The annotation by which a Namespace tells the proof how much has to fit. */
export function capacityAnnotation(capacity: Capacity | undefined): { [key: string]: string } {
  return capacity === Capacity.GUARANTEED ? { [CAPACITY_ANNOTATION]: GUARANTEED } : {};
}
