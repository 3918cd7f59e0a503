/**
 * What must hold, shown by numbers. Each proof prints one line of JSON; {@code -Dproofs.scale=1} runs the full figure
 * ({@code bench/proofs}), every test run a tenth of it.
 */
package dev.atrium.proofs;
