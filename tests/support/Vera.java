// Judges PDF files by PDF/UA-1 with the veraPDF library: one line a file, PASS or FAIL and why.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

final class Vera {
    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : paths) {
            System.out.println(judge(path) + " " + path);
        }
    }

    private static String judge(String path) throws Exception {
        try (InputStream in = new FileInputStream(path);
                PDFAParser parser =
                        Foundries.defaultInstance().createParser(in, PDFAFlavour.PDFUA_1)) {
            ValidationResult result =
                    Foundries.defaultInstance()
                            .createValidator(PDFAFlavour.PDFUA_1, false)
                            .validate(parser);
            if (result.isCompliant() && result.getTotalAssertions() > 0) {
                return "PASS";
            }
            TreeSet<String> rules = new TreeSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    rules.add(assertion.getRuleId().getClause() + " " + assertion.getMessage());
                }
            }
            return "FAIL " + rules;
        }
    }
}
