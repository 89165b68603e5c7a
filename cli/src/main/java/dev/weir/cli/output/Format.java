package dev.weir.cli.output;

/** What a listing is printed as; in lower case, since that is how it is typed. */
public enum Format {
    table {
        @Override
        String print(Listing listing) {
            return listing.asTable();
        }
    },
    json {
        @Override
        String print(Listing listing) {
            return listing.asJson();
        }
    };

    abstract String print(Listing listing);
}
