package io.pexen.sample.digest;

import io.pexen.sample.clean.AirportMatches;

/**
 * What the records do not say clearly.
 *
 * @param unclearDamage strikes whose damage is given by an undocumented code; they count as undamaged
 * @param unclearSpecies strikes whose species was not identified
 * @param airports how many of the airports named in strikes were matched
 */
public record Quality(int unclearDamage, int unclearSpecies, AirportMatches airports) {}
