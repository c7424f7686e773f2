-- As much of PostGIS as migrations ask for: its types and a few functions.
DO $$
DECLARE
    type text;
BEGIN
    FOREACH type IN ARRAY ARRAY['geometry', 'geography', 'raster', 'box2d', 'box3d'] LOOP
        EXECUTE format('CREATE TYPE %s', type);
        EXECUTE format('CREATE FUNCTION %1$s_in(cstring) RETURNS %1$s LANGUAGE internal IMMUTABLE STRICT AS ''textin''', type);
        EXECUTE format('CREATE FUNCTION %1$s_out(%1$s) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS ''textout''', type);
        EXECUTE format('CREATE TYPE %1$s (INPUT = %1$s_in, OUTPUT = %1$s_out)', type);
    END LOOP;
END $$;
