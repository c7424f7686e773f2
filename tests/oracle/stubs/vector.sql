-- As much of pgvector as migrations ask for: types, distance operators, access methods and operator classes.
CREATE FUNCTION vector_typmod_in(cstring[]) RETURNS integer AS 'varchartypmodin' LANGUAGE internal IMMUTABLE STRICT;
CREATE FUNCTION vector_typmod_out(integer) RETURNS cstring AS 'varchartypmodout' LANGUAGE internal IMMUTABLE STRICT;

CREATE TYPE vector;
CREATE FUNCTION vector_in(cstring, oid, integer) RETURNS vector AS 'varcharin' LANGUAGE internal IMMUTABLE STRICT;
CREATE FUNCTION vector_out(vector) RETURNS cstring AS 'varcharout' LANGUAGE internal IMMUTABLE STRICT;
CREATE TYPE vector (INPUT = vector_in, OUTPUT = vector_out, TYPMOD_IN = vector_typmod_in, TYPMOD_OUT = vector_typmod_out,
                    STORAGE = external);

CREATE TYPE halfvec;
CREATE FUNCTION halfvec_in(cstring, oid, integer) RETURNS halfvec AS 'varcharin' LANGUAGE internal IMMUTABLE STRICT;
CREATE FUNCTION halfvec_out(halfvec) RETURNS cstring AS 'varcharout' LANGUAGE internal IMMUTABLE STRICT;
CREATE TYPE halfvec (INPUT = halfvec_in, OUTPUT = halfvec_out, TYPMOD_IN = vector_typmod_in,
                     TYPMOD_OUT = vector_typmod_out, STORAGE = external);

CREATE TYPE sparsevec;
CREATE FUNCTION sparsevec_in(cstring, oid, integer) RETURNS sparsevec AS 'varcharin' LANGUAGE internal IMMUTABLE STRICT;
CREATE FUNCTION sparsevec_out(sparsevec) RETURNS cstring AS 'varcharout' LANGUAGE internal IMMUTABLE STRICT;
CREATE TYPE sparsevec (INPUT = sparsevec_in, OUTPUT = sparsevec_out, TYPMOD_IN = vector_typmod_in,
                       TYPMOD_OUT = vector_typmod_out, STORAGE = external);

-- Like the real ones they keep no order, which the server takes for granted of a B-tree: a hash index stands in.
CREATE ACCESS METHOD ivfflat TYPE INDEX HANDLER hashhandler;
CREATE ACCESS METHOD hnsw TYPE INDEX HANDLER hashhandler;

DO $$
DECLARE
    type text;
    part text[];
    opclass text;
BEGIN
    FOREACH type IN ARRAY ARRAY['vector', 'halfvec', 'sparsevec'] LOOP
        EXECUTE format('CREATE FUNCTION %s_key(%1$s) RETURNS integer LANGUAGE sql IMMUTABLE AS ''SELECT 0''', type);
        FOREACH part SLICE 1 IN ARRAY ARRAY[['l2_distance', '<->'], ['inner_product', '<#>'], ['cosine_distance', '<=>'],
                                            ['l1_distance', '<+>']] LOOP
            EXECUTE format('CREATE FUNCTION %1$s(%2$s, %2$s) RETURNS double precision LANGUAGE sql IMMUTABLE AS ''SELECT 0.0::float8''',
                           part[1], type);
            EXECUTE format('CREATE OPERATOR %3$s (LEFTARG = %2$s, RIGHTARG = %2$s, FUNCTION = %1$s)', part[1], type, part[2]);
        END LOOP;
        FOREACH opclass IN ARRAY ARRAY['l2', 'ip', 'cosine', 'l1'] LOOP
            EXECUTE format('CREATE OPERATOR CLASS %1$s_%2$s_ops FOR TYPE %1$s USING hnsw AS FUNCTION 1 %1$s_key(%1$s)',
                           type, opclass);
            EXECUTE format('CREATE OPERATOR CLASS %1$s_%2$s_ops %3$s FOR TYPE %1$s USING ivfflat '
                           'AS FUNCTION 1 %1$s_key(%1$s)', type, opclass, CASE opclass WHEN 'l2' THEN 'DEFAULT' END);
        END LOOP;
    END LOOP;
END $$;
