package io.pexen.sample.digest;

import io.pexen.sample.clean.AirportMatches;

/**
 * What the records do not say clearly.
 *
 * @param unclearDamage strikes whose damage is given by a code that nobody explains; they count as undamaged
 * @param unclearSpecies strikes whose species was not identified
 * @param airports which of the airports that strikes name were found
 */
public record Quality(int unclearDamage, int unclearSpecies, AirportMatches airports) {}
