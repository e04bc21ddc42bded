package io.odradek.streamer.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lets tests of other packages see the contract's keys. */
public final class ContractKeys {
    private ContractKeys() {}

    /** Each key, and whether it is required. */
    public static Map<String, Boolean> all() {
        Map<String, Boolean> keys = new LinkedHashMap<>();
        ModelContract.REQUIRED.forEach(key -> keys.put(key, true));
        ModelContract.OPTIONAL.forEach(key -> keys.put(key, false));
        return keys;
    }
}
